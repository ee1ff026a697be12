using System.Security.Cryptography;
using System.Text;
using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Storage;

/// <summary>Against what Optuna 3.1.0 made of the same journals; <c>eng/compare-optuna --write-golden</c> wrote the files.</summary>
public sealed class OptunaTests
{
    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures");

    public static TheoryData<string> Journals =>
        [.. Directory.EnumerateFiles(s_fixtures, "*.log").Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Journals))]
    public void A_journal_of_Optuna_is_read_as_Optuna_reads_it(string name) => Assert.Equal(
        File.ReadAllText(Path.Combine(s_fixtures, $"{name}.txt")), JournalDump.Of(Path.Combine(s_fixtures, $"{name}.log")));

    [Fact]
    public void A_thousand_random_journals_of_ours_have_the_state_that_Optuna_finds_in_them()
    {
        string[] expected = File.ReadAllLines(Path.Combine(s_fixtures, "fuzzed.txt"));
        Assert.Equal(1000, expected.Length);
        using Folder folder = new();
        FuzzedJournals.Write(folder[""], expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            string state = JournalDump.Of(folder[$"{i}.log"]);
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..16];
            Assert.True(hash == expected[i], $"journal {i}:\n{state}");
        }
    }
}
