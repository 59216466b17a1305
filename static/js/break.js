// A break in a quiz: counts down by the server's clock, and brings the questions back when it is over.

import { cameAt } from "./attempt_clock.js";

const facts = document.getElementById("break").dataset;
const place = document.getElementById("break-left"); // none for who is shown no clock
const said = document.getElementById("break-said");
const offset = Number(facts.now) - cameAt();
const WARNED = 60; // seconds before the end
let before = Infinity;

function tick() {
  const left = Number(facts.ends) - (Date.now() + offset);
  const seconds = Math.max(0, Math.ceil(left / 1000));
  if (place) place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (before > WARNED && before !== Infinity && seconds <= WARNED) said.textContent = "One minute of your break is left.";
  before = seconds;
  if (left > -500) return; // the server has come to the end for certain
  clearInterval(ticking);
  location.replace(facts.pageUrl);
}

const ticking = setInterval(tick, 500);
// A device that slept has missed its ticks.
document.addEventListener("visibilitychange", () => document.hidden || tick());
