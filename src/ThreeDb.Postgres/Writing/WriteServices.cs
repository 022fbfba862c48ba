namespace ThreeDb.Postgres;

/// <summary>What all write batches of a store share.</summary>
internal sealed record WriteServices(
    StoreConnections Connections,
    TypeCatalogue Types,
    LexemeCache Lexemes,
    KnownIds Known,
    SeqAllocator Seqs,
    BatchReader Reader,
    BatchWriter Writer,
    ITextEmbedder Embedder,
    PositionCodec Positions);
