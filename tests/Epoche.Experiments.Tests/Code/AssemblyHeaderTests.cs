namespace Epoche.Experiments.Tests.Code;

public sealed class AssemblyHeaderTests
{
    /// <summary>Sizes and offsets of the headers, one after the other, that are not those of the file.</summary>
    [Theory]
    [InlineData(0x7fffffffu)]
    [InlineData(0x80000000u)]
    [InlineData(0xffffffffu)]
    public void An_assembly_whose_headers_are_wrong_is_refused_or_read(uint value)
    {
        using TemporaryDirectory directory = new();
        string path = directory["changed.dll"];
        byte[] original = File.ReadAllBytes(typeof(AssemblyHeaderTests).Assembly.Location);
        int metadata = original.AsSpan().IndexOf("BSJB"u8), refused = 0; // the headers of the file, and those of its metadata
        int[] places = [.. Enumerable.Range(15, 240).Select(i => 4 * i), .. Enumerable.Range(0, 40).Select(i => metadata + (4 * i))];
        foreach (int at in places)
        {
            byte[] changed = [.. original];
            BitConverter.TryWriteBytes(changed.AsSpan(at), value);
            File.WriteAllBytes(path, changed);
            try
            {
                AssemblyHeader.Read(path);
            }
            catch (ExperimentException exception)
            {
                Assert.StartsWith($"{path} is not a .NET assembly: it is ", exception.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 20, 280);
    }
}
