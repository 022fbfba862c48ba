namespace ThreeDb.Connectors.Resp;

/// <summary>A command that waits for its answer.</summary>
internal sealed class PendingCommand() : TaskCompletionSource<RespValue>(TaskCreationOptions.RunContinuationsAsynchronously);
