// OpenAI's client against the fake service, and so against the types that read and write its shape.
import assert from "node:assert/strict";
import OpenAI from "openai";

const schema = {
  type: "object",
  properties: { kind: { type: "string", enum: ["risk", "chance"] }, count: { type: "integer" } },
  required: ["kind", "count"],
  additionalProperties: false,
};

export async function openai(baseURL) {
  const client = new OpenAI({ baseURL, apiKey: "test-key", maxRetries: 0 });
  const ask = (content, more = {}) => ({
    model: "fake-1",
    messages: [{ role: "developer", content: "Be brief." }, { role: "user", content }],
    ...more,
  });

  const whole = await client.chat.completions.create(ask("naïve 🚀"));
  assert.equal(whole.choices[0].message.content, "You said: naïve 🚀");
  assert.equal(whole.choices[0].finish_reason, "stop");
  assert.deepEqual(
    [whole.usage.prompt_tokens, whole.usage.completion_tokens, whole.usage.total_tokens, whole.usage.prompt_tokens_details.cached_tokens],
    [11, 7, 18, 4],
  );
  const cut = await client.chat.completions.create(ask("one two three four", { max_completion_tokens: 3 }));
  assert.equal(cut.choices[0].finish_reason, "length");

  let streamed = "";
  let usage;
  for await (const chunk of await client.chat.completions.create(
    ask("naïve 🚀", { stream: true, stream_options: { include_usage: true } }),
  )) {
    streamed += chunk.choices[0]?.delta?.content ?? "";
    usage = chunk.usage ?? usage;
  }
  assert.equal(streamed, "You said: naïve 🚀");
  assert.equal(usage.total_tokens, 18);
  // The client's own assembly of a stream is stricter: it wants roles, indices and an end.
  const assembled = await client.chat.completions.stream(ask("once more")).finalChatCompletion();
  assert.equal(assembled.choices[0].message.role, "assistant");
  assert.equal(assembled.choices[0].message.content, "You said: once more");

  const structured = await client.chat.completions.parse(
    ask("Which?", { response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } } }),
  );
  assert.deepEqual(JSON.parse(structured.choices[0].message.content), { kind: "risk", count: 3 });

  await assert.rejects(client.chat.completions.create(ask("status 429")), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    return true;
  });
  await assert.rejects(client.chat.completions.create(ask("too long")), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.code, "context_length_exceeded");
    return true;
  });
  await assert.rejects(client.chat.completions.create(ask("x", { n: 2 })), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "n");
    return true;
  });
  await assert.rejects(client.chat.completions.create({ ...ask("x"), model: "other" }), OpenAI.NotFoundError);
  const stranger = new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0 });
  await assert.rejects(stranger.chat.completions.create(ask("x")), OpenAI.AuthenticationError);

  // Asks for base64 by itself, and for numbers where told so.
  for (const more of [{}, { encoding_format: "float" }]) {
    const { data } = await client.embeddings.create({ model: "fake-1", input: ["a", "four"], ...more });
    assert.deepEqual(Array.from(data[0].embedding, Math.fround), [0.25, -1.5, Math.fround(3e-7), 1]);
    assert.equal(Array.from(data[1].embedding)[3], 4);
  }
  const names = [];
  for await (const model of client.models.list()) names.push(model.id);
  assert.deepEqual(names, ["fake-1"]);
}
