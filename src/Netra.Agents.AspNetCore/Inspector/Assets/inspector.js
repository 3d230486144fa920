import { drawWorkflow } from "./picture.js";
import { Timeline, seconds } from "./timeline.js";

const byId = id => document.getElementById(id);

// What is read aloud is only set when it is something else.
const say = (id, words) => { if (byId(id).textContent !== words) byId(id).textContent = words; };
const states = { Completed: "good", Running: "wait", Pending: "wait", Suspended: "wait", Degraded: "wait" };
let shown = null;

async function ask(path, options) {
  const response = await fetch(`data/${path}`, { credentials: "same-origin", ...options });
  if (response.redirected || !(response.headers.get("content-type") ?? "").includes("json")) {
    throw new Error(response.status === 403 ? "You may not look any more." : "You are not signed in any more.");
  }

  const answer = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(answer.detail ?? response.statusText), { code: answer.code });
  }

  return answer;
}

function cell(row, words, className) {
  const made = row.insertCell();
  made.textContent = words ?? "";
  made.className = className ?? "";
  return made;
}

function fill(list, pairs) {
  list.replaceChildren(...pairs.flatMap(([name, value]) => {
    const [term, words] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = name;
    words.textContent = value;
    return [term, words];
  }));
}

const took = run => run.ended_at && run.began_at ? seconds(Date.parse(run.ended_at) - Date.parse(run.began_at)) : "";

// Rows stay the elements that they are, so that whoever stands on a link is not thrown off it.
function showRuns(runs) {
  const body = byId("runs").tBodies[0];
  const known = new Map([...body.rows].map(row => [row.dataset.key, row]));
  runs.forEach((run, i) => {
    const key = `${run.owner}/${run.run_id}`;
    let row = known.get(key);
    if (!row) {
      row = body.insertRow();
      row.dataset.key = key;
      const link = document.createElement("a");
      link.href = `#${key}`;
      link.textContent = run.run_id.slice(-12);
      link.title = run.run_id;
      cell(row, "", "mono").append(link);
      cell(row, run.agent);
      cell(row, run.owner, "mono");
      cell(row);
      cell(row, new Date(run.requested_at).toLocaleTimeString());
      cell(row);
    }

    known.delete(key);
    row.cells[3].textContent = run.code ? `${run.status}: ${run.code}` : run.status;
    row.cells[3].className = states[run.status] ?? "bad";
    row.cells[5].textContent = took(run);
    row.toggleAttribute("aria-current", key === shown?.key);
    if (body.rows[i] !== row) {
      body.insertBefore(row, body.rows[i] ?? null);
    }
  });
  known.forEach(row => row.remove());
  byId("no-runs").hidden = runs.length > 0;
}

function showBudget(budget, isOver) {
  const told = budget !== null && typeof budget === "object";
  byId("budget").hidden = !told;
  byId("no-budget").hidden = told;
  byId("no-budget").textContent = budget === null ? "Nothing is counted for this run." : `The ledger can't be asked: ${budget}`;
  if (told) {
    const body = byId("budget").tBodies[0];
    body.replaceChildren();
    for (const kind of Object.keys(budget.run)) {
      const row = body.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = kind.replaceAll("_", " ").replace(/ s$/, ", s");
      row.append(head);
      for (const of of [budget.run[kind], budget.owner[kind]]) {
        cell(row, isOver && of === budget.run[kind] ? "over" : String(of.taken));
        cell(row, of.limit === null ? "none" : String(of.limit));
      }
    }
  }
}

function open(key) {
  shown = key ? { key, after: 0, timeline: new Timeline(byId("timeline")), picture: null } : null;
  byId("run").hidden = !shown;
  byId("audit").textContent = "";
  byId("workflow").hidden = true;
  byId("picture").replaceChildren();
  if (shown) {
    byId("run-title").textContent = `Run ${key.split("/")[1]}`;
    byId("run-state").textContent = "";
    byId("run-title").focus();
  }
}

async function showRun() {
  const view = shown;
  if (!view || view.done) {
    return;
  }

  const page = await ask(`runs/${view.key}?after=${view.after}`);
  if (view !== shown) {
    return;
  }

  // Another look may have brought them already.
  for (const event of page.events.filter(event => event.sequence > view.after)) {
    view.timeline.add(event);
    view.after = event.sequence;
  }

  byId("hidden-payloads").hidden = page.payloads;
  const { run } = page;

  // A suspended run may go on.
  const isOver = run.phase === "Ended" && run.status !== "Suspended";
  say("run-state", `${run.agent}, owner ${run.owner}: ${run.status}${run.code ? `, ${run.code}` : ""}${took(run) ? `, took ${took(run)}` : ""}`);
  showBudget(page.budget, isOver);
  if (page.workflow) {
    if (!view.picture) {
      view.picture = drawWorkflow(page.workflow);
      byId("workflow").hidden = false;
      byId("picture").replaceChildren(view.picture.svg);
    }

    const at = [...view.timeline.steps].filter(([, state]) => state === "now" || state === "waits").map(([step, state]) => `${step}${state === "waits" ? " (waits)" : ""}`);
    say("steps", isOver ? "Ended." : at.length ? `Now at: ${at.join(", ")}` : "");
    view.picture.show(view.timeline.steps);
  }

  if (page.more) {
    await showRun();
  }

  view.done = isOver && !page.more;
}

async function look() {
  try {
    const filter = new URLSearchParams(new FormData(byId("filter")));
    const host = await ask(`runs?${filter}`);
    say("host", host.open ? "The host takes runs." : "The host is closed: no run begins.");
    showRuns(host.runs);
    fill(byId("counters"), Object.entries(host.counters).map(([name, value]) => [name.replace("netra.agents.", ""), value.toLocaleString()]));
    await showRun();
  } catch (error) {
    say("host", error.code === "not_found" ? "That run isn't retained any more." : `The host can't be asked: ${error.message}`);
    if (error.code === "not_found" && shown) {
      shown.done = true;
    }
  }
}

async function follow() {
  for (;;) {
    await look();
    await new Promise(resolve => setTimeout(resolve, document.hidden ? 5000 : 1000));
  }
}

byId("filter").addEventListener("submit", event => event.preventDefault());
byId("filter").addEventListener("change", look);
byId("verify").addEventListener("click", async () => {
  const key = shown.key;
  byId("verify").disabled = true;
  byId("audit").className = "";
  try {
    const found = await ask(`runs/${key}/audit`, { method: "POST", headers: { "X-Requested-With": "netra-inspector" } });
    if (shown?.key === key) {
      byId("audit").textContent = found.verified ? (found.count === 0 ? "Nothing is recorded." : found.message) : `${found.fault}: ${found.message}`;
      byId("audit").className = found.verified ? "good" : "bad";
    }
  } catch (error) {
    byId("audit").textContent = error.message;
    byId("audit").className = "bad";
  } finally {
    byId("verify").disabled = false;
  }
});
const asked = () => /^#([0-9a-f]+\/[0-9a-f]+)$/.exec(location.hash)?.[1] ?? null;
addEventListener("hashchange", () => { open(asked()); look(); });
open(asked());
follow();
