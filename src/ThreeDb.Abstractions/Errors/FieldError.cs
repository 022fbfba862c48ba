namespace ThreeDb;

/// <summary>One fault of a request.</summary>
/// <param name="Pointer">Where, as a JSON Pointer (RFC 6901) into the request; empty for the whole.</param>
/// <param name="Detail">What is wrong there.</param>
public sealed record FieldError(string Pointer, string Detail);
