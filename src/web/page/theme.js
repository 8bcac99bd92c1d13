// @ts-check
// A script of its own, before the styles: a module would run after the first paint, in the wrong theme.

/** Shows the page in the theme that was chosen on this machine, if one was. */
function applyChosenTheme() {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
  } catch {
    // Storage is forbidden here: the system's theme is shown.
  }
}

applyChosenTheme();
