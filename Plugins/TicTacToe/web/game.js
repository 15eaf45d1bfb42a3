import { storedSession } from "/js/account/session-storage.js";
import { openTable } from "./table.js";

const root = document.querySelector("main");
const session = storedSession();
if (session) openTable(root, session);
else root.textContent = "Sign in to the chat first, then come back.";
