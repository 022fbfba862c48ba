namespace ThreeDb.Connectors.Resp;

/// <summary>What came is not RESP, or more than the limits allow. The stream cannot be read any further.</summary>
internal sealed class RespProtocolException(string message) : Exception(message);
