// Uses of the types that openapi-typescript generates. `make lint-document` compiles this file.
import type { components } from "../../build/interop/stancer";

type Schemas = components["schemas"];

// Metadata takes any JSON value.
export const metadata: Schemas["PaymentIntentUpdate"][] = [
  { metadata: { order: { lines: [1, "two", null] } } },
  { metadata: ["one", 2] },
  { metadata: "text" },
  { metadata: 1 },
  { metadata: true },
  { metadata: null },
];

// The value NO is a text, also for a reader of YAML 1.1.
export const classification: Schemas["SepaCheckClassification"] = "NO";

// @ts-expect-error A refund needs its payment.
export const refund: Schemas["RefundCreate"] = {};
