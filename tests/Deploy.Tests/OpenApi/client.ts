// What a person would write with the generated types: it compiles only as long as they say what the API says.
import type { components, operations, paths } from "./api";

type Incidents = paths["/incidents"]["get"]["responses"]["200"]["content"]["application/json"];
type Problem = components["schemas"]["Problem"];
type Filters = NonNullable<operations["listIncidents"]["parameters"]["query"]>;

const filters: Filters = { state: ["open", "acknowledged"], severity: ["critical"], limit: 20 };
const note: components["schemas"]["NoteRequest"] = { text: "Looking at it." };

export async function titles(server: string, key: string): Promise<string[]> {
  const query = new URLSearchParams(Object.entries(filters).map(([name, value]) => [name, String(value)]));
  const answer = await fetch(`${server}/incidents?${query}`, { headers: { "X-API-Key": key } });
  if (!answer.ok) {
    const problem: Problem = await answer.json();
    throw new Error(`${problem.error}: ${problem.detail}`);
  }
  const found: Incidents = await answer.json();
  return found.incidents.map((incident) => `${incident.title} (${incident.created_at}) ${note.text}`);
}

// @ts-expect-error There is no such state.
export const wrong: Filters = { state: ["closed"] };
