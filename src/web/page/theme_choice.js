// @ts-check
import { byId, setText } from "./elements.js";

/**
 * Makes the button switch between light and dark, and saves the choice.
 * @param {() => void} changed
 */
export function offerThemes(changed) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const button = byId("theme", HTMLButtonElement);
  const show = () => {
    setText(button, isDark(system) ? "Light theme" : "Dark theme");
    changed();
  };
  button.addEventListener("click", () => {
    choose(isDark(system) ? "light" : "dark");
    show();
  });
  system.addEventListener("change", show);
  show();
}

/** @param {MediaQueryList} system */
function isDark(system) {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === undefined ? system.matches : chosen === "dark";
}

/** @param {"light" | "dark"} theme */
function choose(theme) {
  document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Storage is blocked: the choice lasts until the page is closed.
  }
}
