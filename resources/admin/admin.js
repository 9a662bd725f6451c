"use strict";
const at = (id) => document.getElementById(id);
const BASE = "/rollsuggest/v1/admin/";
const NAMES = {
  account: "Accounts", media: "Pictures", job: "Jobs", receipt: "Receipts",
  job_queued: "Waiting", job_running: "Being made", job_done: "Made", job_failed: "Failed",
};

// The token is kept while this tab is open, and nowhere else.
const token = () => sessionStorage.getItem("token") || "";

async function ask(path, method = "GET", body = undefined) {
  const answer = await fetch(BASE + path, {
    method,
    headers: { Authorization: "Bearer " + token(), "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || "The server did not understand this.");
  return said;
}

async function attempt(act) {
  at("trouble").textContent = "";
  try { await act(); } catch (error) { at("trouble").textContent = error.message; }
}

const size = (bytes) => (bytes < 1e6 ? Math.round(bytes / 1e3) + " kB" : bytes < 1e9 ? (bytes / 1e6).toFixed(1) + " MB" : (bytes / 1e9).toFixed(1) + " GB");

function cell(row, text) { row.insertCell().textContent = text; }

function act(row, text, does) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", () => attempt(does));
  row.lastElementChild.append(button);
}

function tokenShown(made) {
  const code = document.createElement("code");
  code.textContent = made.token;
  at("shown").replaceChildren("The token of " + made.name + ", shown this once: ", code);
}

async function show() {
  const all = await ask("overview");
  at("counts").replaceChildren(...Object.entries(NAMES).map(([key, name]) => {
    const box = document.createElement("div");
    box.append(Object.assign(document.createElement("dt"), { textContent: name }),
      Object.assign(document.createElement("dd"), { textContent: all.counts[key] || 0 }));
    return box;
  }));
  at("accounts").replaceChildren();
  for (const each of all.accounts) {
    const row = at("accounts").insertRow();
    cell(row, each.admin ? each.name + " (admin)" : each.name);
    cell(row, each.media);
    cell(row, size(each.stored_bytes) + " of " + size(each.stored_limit));
    cell(row, each.jobs_waiting);
    cell(row, each.jobs_today + " of " + each.jobs_limit);
    cell(row, "");
    act(row, "New token", async () => tokenShown(await ask("accounts/" + each.id + "/token", "POST")));
    if (!each.admin) {
      act(row, "Close", async () => {
        if (!confirm("Close the account " + each.name + " and delete all it holds?")) return;
        await ask("accounts/" + each.id, "DELETE");
        await show();
      });
    }
  }
  at("door").hidden = true;
  at("inside").hidden = at("leave").hidden = false;
}

at("door").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", at("token").value.trim());
  at("token").value = "";
  attempt(show);
});
at("add").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    tokenShown(await ask("accounts", "POST", { name: at("name").value.trim() }));
    at("name").value = "";
    await show();
  });
});
at("leave").addEventListener("click", () => { sessionStorage.clear(); location.reload(); });
if (token()) attempt(show);
