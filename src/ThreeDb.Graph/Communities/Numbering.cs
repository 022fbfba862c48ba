namespace ThreeDb.Graphs;

/// <summary>Numbers for groups without gaps.</summary>
internal static class Numbering
{
    /// <summary>Numbers the groups from 0 in the order of their first nodes, in place. How many there are.</summary>
    public static int Compact(int[] groups)
    {
        var numbers = new int[groups.Length];
        Array.Fill(numbers, -1);
        var count = 0;
        for (var node = 0; node < groups.Length; node++)
        {
            ref var number = ref numbers[groups[node]];
            if (number < 0)
            {
                number = count++;
            }

            groups[node] = number;
        }

        return count;
    }

    /// <summary>Puts each node into the group of its group, in place.</summary>
    public static void Follow(int[] groups, int[] above)
    {
        for (var node = 0; node < groups.Length; node++)
        {
            groups[node] = above[groups[node]];
        }
    }
}
