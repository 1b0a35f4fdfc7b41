// all.mjs STINT MODEL_SERVERS: OpenAI's own client against a running server, which asks the fake services.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { serve } from "./served.mjs";

const { baseURL, key, end } = await serve(process.argv[2], process.argv[3]);
try {
  const apiKey = await key("model");
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  const ask = (content, more = {}) => ({ model: "stint", messages: [{ role: "user", content }], ...more });

  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.deepEqual(ids, ["stint", "cloud"], "a provider that stands in no chain is not there");
  assert.equal((await client.models.retrieve("cloud")).owned_by, "openai");

  const whole = await client.chat.completions.create(ask("naïve 🚀"));
  assert.equal(whole.choices[0].message.content, "You said: naïve 🚀");
  assert.equal(whole.choices[0].finish_reason, "stop");
  assert.equal(whole.usage.total_tokens, 18);
  const cut = await client.chat.completions.create(ask("one two three four", { max_completion_tokens: 3 }));
  assert.equal(cut.choices[0].finish_reason, "length");

  const pieces = [];
  let usage;
  let reason;
  const stream = await client.chat.completions.create(
    ask("one two three", { model: "cloud", stream: true, stream_options: { include_usage: true } }),
  );
  for await (const chunk of stream) {
    const choice = chunk.choices[0];
    if (choice?.delta?.content) pieces.push(choice.delta.content);
    reason = choice?.finish_reason ?? reason;
    usage = chunk.usage ?? usage;
  }
  assert.equal(pieces.join(""), "You said: one two three");
  assert.ok(pieces.length > 1, "it came in pieces");
  assert.equal(reason, "stop");
  assert.equal(usage.total_tokens, 18);
  // The client puts the chunks together again, and checks that they fit each other.
  const together = await client.chat.completions.stream(ask("again")).finalChatCompletion();
  assert.equal(together.choices[0].message.content, "You said: again");
  assert.equal(together.choices[0].message.role, "assistant");

  const schema = {
    type: "object",
    properties: { kind: { type: "string", enum: ["risk", "chance"] }, count: { type: "integer" } },
    required: ["kind", "count"],
    additionalProperties: false,
  };
  const parsed = await client.chat.completions.parse(
    ask("Which?", { response_format: { type: "json_schema", json_schema: { name: "which", schema, strict: true } } }),
  );
  assert.deepEqual(JSON.parse(parsed.choices[0].message.content), { kind: "risk", count: 3 });

  const vectors = await client.embeddings.create({ model: "stint", input: ["a", "bc"] });
  const plain = await client.embeddings.create({ model: "stint", input: ["a", "bc"], encoding_format: "float" });
  assert.equal(vectors.data.length, 2);
  assert.deepEqual(vectors.data, plain.data, "base64, which the client asks for by itself, is the same");
  assert.ok(vectors.data[0].embedding.every(Number.isFinite));

  await assert.rejects(client.chat.completions.create(ask("x", { model: "idle" })), OpenAI.NotFoundError);
  await assert.rejects(client.models.retrieve("nobody"), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, "model_not_found");
    return true;
  });
  await assert.rejects(client.chat.completions.create(ask("x", { temperature: 9 })), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "temperature");
    return true;
  });
  await assert.rejects(client.chat.completions.create(ask("too long")), (error) => {
    assert.equal(error.status, 400);
    assert.equal(error.code, "context_length_exceeded");
    return true;
  });
  await assert.rejects(client.chat.completions.create(ask("status 401")), (error) => {
    assert.equal(error.status, 502, "what is wrong with the server's own key is not the client's");
    return true;
  });
  const stranger = new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  const reader = new OpenAI({ baseURL, apiKey: await key("read"), maxRetries: 0 });
  await assert.rejects(reader.models.list(), OpenAI.PermissionDeniedError);

  // The day's budget ends; a client that would ask again is told not to.
  const patient = new OpenAI({ baseURL, apiKey, maxRetries: 5 });
  let refused;
  for (let i = 0; i < 40 && !refused; ++i) {
    await patient.chat.completions.create(ask(`question ${i}`, { stream: i % 2 === 1 })).catch((error) => (refused = error));
  }
  assert.ok(refused instanceof OpenAI.RateLimitError, String(refused));
  assert.equal(refused.code, "insufficient_quota");
  console.log("as OpenAI's client expects");
} finally {
  await end();
}
