namespace Epoche.Architecture.Tests;

/// <summary>The lines that left and the lines that came, in the order of the files.</summary>
internal static class LineDiff
{
    private const int Shown = 60;

    public static string Between(string before, string after)
    {
        string[] old = before.Split('\n'), now = after.Split('\n');
        int[,] common = CommonLengths(old, now);
        List<string> lines = [];
        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                i++;
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add($"  - {old[i++]}");
            }
            else
            {
                lines.Add($"  + {now[j++]}");
            }
        }

        string more = lines.Count > Shown ? $"\n  ... and {lines.Count - Shown} more" : "";
        return string.Join('\n', lines.Take(Shown)) + more;
    }

    // [i, j]: the length of the longest common subsequence of what follows line i of the one and line j of the other.
    private static int[,] CommonLengths(string[] old, string[] now)
    {
        int[,] common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
