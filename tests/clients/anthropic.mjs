// Anthropic's client against the fake service.
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";

const tool = {
  name: "answer",
  description: "Takes the answer.",
  input_schema: { type: "object", properties: { kind: { type: "string" }, count: { type: "integer" } }, required: ["kind", "count"] },
};

export async function anthropic(baseURL) {
  const client = new Anthropic({ baseURL, apiKey: "test-key", maxRetries: 0 });
  const ask = (content, more = {}) => ({
    model: "fake-1",
    max_tokens: 100,
    system: "Be brief.",
    messages: [{ role: "user", content }],
    ...more,
  });

  const whole = await client.messages.create(ask("naïve 🚀"));
  assert.deepEqual(whole.content, [{ type: "text", text: "You said: naïve 🚀" }]);
  assert.equal(whole.stop_reason, "end_turn");
  assert.deepEqual(
    [whole.usage.input_tokens, whole.usage.cache_read_input_tokens, whole.usage.output_tokens],
    [7, 4, 7],
  );
  const cut = await client.messages.create(ask("one two three four", { max_tokens: 3 }));
  assert.equal(cut.stop_reason, "max_tokens");

  let streamed = "";
  const stream = client.messages.stream(ask("naïve 🚀")).on("text", (text) => (streamed += text));
  const assembled = await stream.finalMessage();
  assert.equal(streamed, "You said: naïve 🚀");
  assert.equal(assembled.content[0].text, "You said: naïve 🚀");
  assert.equal(assembled.stop_reason, "end_turn");
  assert.equal(assembled.usage.output_tokens, 7);

  const forced = { tools: [tool], tool_choice: { type: "tool", name: "answer", disable_parallel_tool_use: true } };
  for (const message of [
    await client.messages.create(ask("Which?", forced)),
    await client.messages.stream(ask("Which?", forced)).finalMessage(),
  ]) {
    assert.equal(message.stop_reason, "tool_use");
    assert.equal(message.content[0].name, "answer");
    assert.deepEqual(message.content[0].input, { kind: "risk", count: 3 });
  }

  await assert.rejects(client.messages.create(ask("status 429")), Anthropic.RateLimitError);
  await assert.rejects(client.messages.create(ask("status 529")), (error) => {
    assert.ok(error instanceof Anthropic.InternalServerError);
    assert.equal(error.status, 529);
    assert.equal(error.error.error.type, "overloaded_error");
    return true;
  });
  await assert.rejects(client.messages.create(ask("too long")), /prompt is too long/);
  await assert.rejects(client.messages.create({ ...ask("x"), model: "other" }), Anthropic.NotFoundError);
  const stranger = new Anthropic({ baseURL, apiKey: "wrong", maxRetries: 0 });
  await assert.rejects(stranger.messages.create(ask("x")), Anthropic.AuthenticationError);
}
