// Loaded by every page: keys, menus, theme, toasts.
import { startKeys } from "./keys.js";
import { startMenus } from "./menus.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toasts.js";

startKeys();
startMenus();
startTheme();
startToasts();
