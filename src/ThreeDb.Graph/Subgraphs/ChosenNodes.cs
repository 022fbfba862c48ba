namespace ThreeDb.Graphs;

/// <summary>The entities that a selection wants, numbered from 0 in order of seq.</summary>
/// <param name="numbers">The number of each seq; -1 for what is not wanted.</param>
/// <param name="seqs">The seq of each number.</param>
internal readonly struct ChosenNodes(int[] numbers, int[] seqs)
{
    private const int SeqsBetweenLooks = 1 << 16;

    public int[] Numbers => numbers;

    public int[] Seqs => seqs;

    public static ChosenNodes Of(GraphView view, SubgraphSelection selection, CancellationToken cancellationToken)
    {
        var chosen = new EntityFilter(view, selection);
        var numbers = new int[view.SeqEnd];
        var count = 0;
        for (var seq = 0; seq < numbers.Length; seq++)
        {
            if (seq % SeqsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            numbers[seq] = chosen.Wants(seq) ? count++ : -1;
        }

        var seqs = new int[count];
        for (var seq = 0; seq < numbers.Length; seq++)
        {
            if (numbers[seq] >= 0)
            {
                seqs[numbers[seq]] = seq;
            }
        }

        return new ChosenNodes(numbers, seqs);
    }
}
