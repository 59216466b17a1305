// The page of cards: sends what waits, keeps the cards for study without network, and offers the app quietly.

import { showState } from "./kept_face.js";
import { openSession } from "./kept_session.js";
import { keepPage } from "./kept_worker.js";
import { whose } from "./whose.js";

const line = document.getElementById("install");
let offer = null;

// Browsers that can put the app on the home screen say so by this; others never show the line.
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  line.hidden = false;
});
window.addEventListener("appinstalled", () => (line.hidden = true));
document.getElementById("install-now").addEventListener("click", async () => {
  line.hidden = true;
  await offer?.prompt();
  offer = null;
});

async function begin() {
  const account = whose();
  if (!account) return;
  let session = null;
  const told = () => session && showState(document.getElementById("kept"), session.state);
  session = await openSession(account, told);
  session.sending.watch();
  await session.refresh();
  session.installed = await keepPage();
  told();
}

begin().catch(() => {});
