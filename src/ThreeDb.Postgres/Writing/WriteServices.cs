namespace ThreeDb.Postgres;

/// <summary>What all write batches of a store share.</summary>
internal sealed record WriteServices(
    StoreConnections Connections,
    TypeCatalogue Types,
    LexemeCache Lexemes,
    KnownIds Known,
    Presumption Presumption,
    DatabaseClock Clock,
    SeqAllocator Seqs,
    BatchReader Reader,
    BatchWriter Writer,
    TableKeeper Keeper,
    ITextEmbedder Embedder,
    PositionCodec Positions,
    ChangeSignal Changes,
    JsonLimits Limits);
