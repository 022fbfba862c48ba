namespace ThreeDb.Postgres;

/// <summary>Decides which text vectors and embeddings a batch writes, and makes them.</summary>
internal sealed class SidePlanner(TextIndexing texts, TypeSnapshot types, IReadOnlyDictionary<long, Guid> storedHashes)
{
    private readonly SideRows _rows = new();
    private readonly List<EntityRow> _withText = [];
    private readonly List<(EntityRow Row, Guid Hash)> _toEmbed = [];

    public void Add(EntityRow row)
    {
        var storedLive = row.Stored?.State == EntityState.Live;
        if (!row.IsLive)
        {
            if (storedLive && row.IsChanged)
            {
                _rows.TextsGone.Add(row.Seq);
                _rows.VectorsGone.Add(row.Seq);
                _rows.ScoresGone.Add(row.Seq);
            }

            return;
        }

        if (row.Stored is not null && !row.IsChanged)
        {
            return;
        }

        if (row.Stored?.State == EntityState.Deleted)
        {
            // A save of scores that ran beside the removal may have left one.
            _rows.ScoresGone.Add(row.Seq);
        }

        var document = row.Now.Document!;
        if (row.DerivedBy is null && storedLive && Before(row.Stored!) == document.Text && row.Stored!.Type == document.Type)
        {
            return;
        }

        AddText(row, document, storedLive);
        AddVector(row, document, storedLive);
    }

    /// <summary>Makes the rows, once every text that was asked about is known.</summary>
    public async Task<SideRows> MakeAsync(ITextEmbedder embedder, CancellationToken cancellationToken)
    {
        foreach (var row in _withText)
        {
            var vector = texts.VectorOf(row.Now.Document!);
            if (!TextIndexing.IsEmpty(vector))
            {
                _rows.Texts.Add(new TextRow(row.Seq, row.Now.Type!, vector));
                _rows.TextsAreNew &= row.Stored?.State != EntityState.Live;
            }
            else if (row.Stored?.State == EntityState.Live)
            {
                _rows.TextsGone.Add(row.Seq);
            }
        }

        if (_toEmbed.Count > 0)
        {
            var vectors = await embedder.EmbedAsync([.. _toEmbed.Select(item => item.Row.Now.Document!.Text.ToEmbed)], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < vectors.Count; i++)
            {
                var (row, hash) = _toEmbed[i];
                if (vectors[i].AsSpan().ContainsAnyExcept(0f))
                {
                    _rows.Vectors.Add(new VectorRow(row.Seq, row.Now.Type!, hash, vectors[i]));
                    _rows.VectorsAreNew &= row.Stored?.State != EntityState.Live;
                }
                else if (row.Stored?.State == EntityState.Live)
                {
                    // A text without words: it has no direction, so nothing is near to it.
                    _rows.VectorsGone.Add(row.Seq);
                }
            }
        }

        _rows.Texts.Sort(static (a, b) => a.Seq.CompareTo(b.Seq));
        _rows.Vectors.Sort(static (a, b) => a.Seq.CompareTo(b.Seq));
        return _rows;
    }

    private void AddText(EntityRow row, Document document, bool storedLive)
    {
        if (!document.Text.IsEmpty)
        {
            texts.PlanOnce(document);
            _withText.Add(row);
        }
        else if (storedLive)
        {
            _rows.TextsGone.Add(row.Seq);
        }
    }

    private void AddVector(EntityRow row, Document document, bool storedLive)
    {
        if (!document.Plan.Embed || document.Text.IsEmpty)
        {
            if (storedLive)
            {
                _rows.VectorsGone.Add(row.Seq);
            }

            return;
        }

        var hash = document.Text.Hash();
        if (!storedHashes.TryGetValue(row.Seq, out var stored) || stored != hash)
        {
            _toEmbed.Add((row, hash));
        }
    }

    private DocumentText Before(EntityImage stored) => DocumentText.Read(stored.Data, types.PlanOf(stored.Type!));
}
