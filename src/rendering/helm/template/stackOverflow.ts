/** What engines of JavaScript throw when a recursion is too deep for them: somewhat earlier than Go would refuse it. */
export function isStackOverflow(error: unknown): error is Error {
  return error instanceof Error && error.message.includes('call stack');
}
