using System.Globalization;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>The files that the scripts beside them printed.</summary>
internal static class Fixture
{
    /// <summary>The lines of a file, comments left out.</summary>
    public static IEnumerable<string[]> Rows(string file) => Lines(file).Where(line => line[0] != '#').Select(line => line.Split(','));

    /// <summary>The trajectories of a file: '# name seed limit', the actions, then a line for each reset and each step.</summary>
    public static IEnumerable<Trajectory> Trajectories(string file)
    {
        string[] lines = [.. Lines(file)];
        for (int i = 0; i < lines.Length;)
        {
            string[] title = lines[i].Split(' ');
            int end = Array.FindIndex(lines, i + 1, line => line[0] == '#');
            end = end < 0 ? lines.Length : end;
            yield return new(
                title[1],
                ulong.Parse(title[2], CultureInfo.InvariantCulture),
                int.Parse(title[3], CultureInfo.InvariantCulture),
                lines[i + 1],
                [.. lines[(i + 2)..end]
                    .Select(line => Array.ConvertAll(line.Split(','), word => float.Parse(word, CultureInfo.InvariantCulture)))]);
            i = end;
        }
    }

    public static double Double(string bits) =>
        BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Environments", "Fixtures", file)).Where(line => line.Length > 0);

    /// <summary>A recorded trajectory; each row is the observation, the reward and the two flags.</summary>
    public sealed record Trajectory(string Name, ulong Seed, int Limit, string Actions, IReadOnlyList<float[]> Rows);
}
