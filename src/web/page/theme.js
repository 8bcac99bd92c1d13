// @ts-check
// A classic script before the styles: a module could run after a first paint in the wrong theme.

/** Applies the theme that was chosen in this browser, if any. */
function applyChosenTheme() {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
  } catch {
    // Storage is blocked: the page uses the theme of the system.
  }
}

applyChosenTheme();
