// Google's client against the fake service.
import assert from "node:assert/strict";
import { ApiError, GoogleGenAI } from "@google/genai";

export async function gemini(baseUrl) {
  const client = new GoogleGenAI({ apiKey: "test-key", httpOptions: { baseUrl, apiVersion: "v1beta" } });
  const ask = (text, config = {}) => ({
    model: "fake-1",
    contents: [{ role: "user", parts: [{ text }] }],
    config: { systemInstruction: "Be brief.", ...config },
  });

  const whole = await client.models.generateContent(ask("naïve 🚀"));
  assert.equal(whole.text, "You said: naïve 🚀");
  assert.equal(whole.candidates[0].finishReason, "STOP");
  assert.deepEqual(
    [whole.usageMetadata.promptTokenCount, whole.usageMetadata.candidatesTokenCount, whole.usageMetadata.cachedContentTokenCount],
    [11, 7, 4],
  );
  assert.equal(whole.modelVersion, "fake-1");
  const cut = await client.models.generateContent(ask("one two three four", { maxOutputTokens: 3 }));
  assert.equal(cut.candidates[0].finishReason, "MAX_TOKENS");

  let streamed = "";
  let last;
  for await (const piece of await client.models.generateContentStream(ask("naïve 🚀"))) {
    streamed += piece.text ?? "";
    last = piece;
  }
  assert.equal(streamed, "You said: naïve 🚀");
  assert.equal(last.candidates[0].finishReason, "STOP");
  assert.equal(last.usageMetadata.totalTokenCount, 18);

  const structured = await client.models.generateContent(
    ask("Which?", {
      responseMimeType: "application/json",
      responseJsonSchema: { type: "object", properties: { kind: { type: "string" }, count: { type: "integer" } } },
    }),
  );
  assert.deepEqual(JSON.parse(structured.text), { kind: "risk", count: 3 });

  const fails = async (request, status) =>
    assert.rejects(client.models.generateContent(request), (error) => {
      assert.ok(error instanceof ApiError, String(error));
      assert.equal(error.status, status);
      return true;
    });
  await fails(ask("too long"), 400);
  await fails({ ...ask("x"), model: "other" }, 404);
  const stranger = new GoogleGenAI({ apiKey: "wrong", httpOptions: { baseUrl } });
  await assert.rejects(stranger.models.generateContent(ask("x")), /API key not valid/);
}
