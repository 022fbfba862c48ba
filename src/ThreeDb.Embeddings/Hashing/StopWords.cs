namespace ThreeDb.Embeddings;

/// <summary>The words of English that say little about what a text is about.</summary>
internal static class StopWords
{
    private const string Words =
        "a about after all also am an and any are as at be because been before being between both but by can could did do does doing down during each few "
        + "for from had has have having he her here hers him his how i if in into is it its itself just me more most my no nor not now of off on once only "
        + "or other our out over own same she should so some such than that the their them then there these they this those through to too under until up "
        + "us very was we were what when where which while who whom why will with would you your";

    // Open addressing; 0 is free. There are about 120 words.
    private static readonly ulong[] Slots = MakeSlots();

    public static bool Contain(ulong hash)
    {
        for (var slot = SlotOf(hash); Slots[slot] != 0; slot = (slot + 1) & (Slots.Length - 1))
        {
            if (Slots[slot] == hash)
            {
                return true;
            }
        }

        return false;
    }

    private static int SlotOf(ulong hash) => (int)(FeatureHash.Mix(hash) >> 32) & 511;

    private static ulong[] MakeSlots()
    {
        var slots = new ulong[512];
        foreach (var word in Words.Split(' '))
        {
            var hash = word.Aggregate(FeatureHash.Start, FeatureHash.Append);
            var slot = SlotOf(hash);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & 511;
            }

            slots[slot] = hash;
        }

        return slots;
    }
}
