// Runs the public client against an endpoint, and prints what it made of the events.
import { HttpAgent } from "@ag-ui/client";

const [url, user, said, approved] = process.argv.slice(2);
const agent = new HttpAgent({ url, threadId: "t-1", headers: { "X-User": user } });
const seen = [];
let last;
const subscriber = { onEvent: ({ event }) => { seen.push(event.type); last = event; } };

agent.addMessage({ id: "m-1", role: "user", content: said });
await agent.runAgent({ runId: crypto.randomUUID() }, subscriber);
if (approved !== undefined && last.outcome?.type === "interrupt") {
  seen.push("--");
  const resume = last.outcome.interrupts.map(({ id }) => (approved === "cancel" ? { interruptId: id, status: "cancelled" } : { interruptId: id, status: "resolved", payload: { approved: approved === "yes" } }));
  await agent.runAgent({ runId: crypto.randomUUID(), resume }, subscriber);
}

console.log(JSON.stringify({ seen, last, messages: agent.messages, state: agent.state }));
