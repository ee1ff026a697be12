namespace Epoche.Samples.Tests;

/// <summary>The programs of pages that are marked to be run, and what the pages say that they print.</summary>
public sealed class PageProgramTests
{
    private const string Runs = "run", Prints = "printed by the program above";

    public static TheoryData<string> Programs =>
        [.. Fence.Pages(Sample.Root).SelectMany(page => All(page)).Select(pair => pair.Program.ToString())];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_program_prints_what_its_page_says(string place)
    {
        (Fence program, Fence? printed) = All(place[..place.LastIndexOf(':')]).Single(pair => pair.Program.ToString() == place);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-page-");

        string[] lines = await CompiledSample.RunAsync(program, folder.FullName, TestContext.Current.CancellationToken);

        Assert.NotEmpty(lines);
        Assert.All(printed?.Lines ?? [], line => Assert.Contains(line.Trim(), lines));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void What_is_printed_follows_a_program()
    {
        foreach (string page in Fence.Pages(Sample.Root))
        {
            Fence[] blocks = [.. Fence.On(Sample.Root, page)];
            for (int i = 0; i < blocks.Length; i++)
            {
                bool isFine = blocks[i].Note != Prints || (i > 0 && blocks[i - 1].Note == Runs);
                Assert.True(isFine, $"{blocks[i]}: the block before is not marked <!-- {Runs} -->");
            }
        }
    }

    private static IEnumerable<(Fence Program, Fence? Printed)> All(string page)
    {
        Fence[] blocks = [.. Fence.On(Sample.Root, page)];
        return blocks.Select((block, i) => (block, blocks.ElementAtOrDefault(i + 1))).Where(pair => pair.block.Note == Runs)
            .Select(pair => (pair.block, pair.Item2?.Note == Prints ? pair.Item2 : null));
    }
}
