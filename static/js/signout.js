// Signing out takes this editor's copies off the device, except those that the server does not have.

import { removeSaved } from "./copies.js";

const form = document.getElementById("sign-out");
form?.addEventListener("submit", () => removeSaved(form.dataset.user));
