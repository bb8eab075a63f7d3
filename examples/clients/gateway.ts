/** What a client has to know of the gateway. */
export interface Gateway {
  /** Such as `https://contacts.example.com/graphql`. */
  readonly url: string;
  /** The token that the gateway wants of callers (CALLER_AUTH). A function, because tokens are renewed. */
  readonly token: () => string;
  /** Whether to send the hashes of documents instead of their texts: what TRUSTED_DOCUMENTS takes. */
  readonly trusted: boolean;
}
