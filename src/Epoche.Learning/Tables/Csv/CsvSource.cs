using System.Runtime.CompilerServices;

namespace Epoche.Tables;

/// <summary>One or several files that are read as one: their columns, then their rows.</summary>
internal sealed class CsvSource
{
    /// <summary>The most bytes of a file.</summary>
    public const long MostBytes = 1L << 43;

    private const int SampleBytes = 1 << 16;

    private readonly CsvInput[] _inputs;
    private readonly CsvOptions _options;
    private readonly int _blockBytes;
    private readonly CsvBlocks _blocks;

    /// <summary>Reads the names of the columns, and of what kind the first rows are.</summary>
    /// <exception cref="DataFormatException">There is nothing, or not what the options ask for.</exception>
    public CsvSource(IReadOnlyList<CsvInput> inputs, CsvOptions options, int blockBytes = CsvBlocks.BlockBytes)
    {
        (_inputs, _options, _blockBytes, _blocks) = ([.. inputs], options, blockBytes, new(blockBytes));
        using Stream stream = _inputs[0].Open();
        CsvHeader header = CsvHeader.Read(stream, _inputs[0].Name, options, Math.Min(SampleBytes, blockBytes));
        string[] names = header.Names;
        CsvColumns.RequireNames(_inputs[0].Name, names, options);
        Layout = new(options, header.Delimiter, names, CsvColumns.Uses(names, options));
        foreach (CsvBlock block in _blocks.Read(stream, _inputs[0].Name, 0, header.Behind, header.Lines + 1))
        {
            int end = block.Bytes.AsSpan(0, Math.Min(SampleBytes, block.Length)).LastIndexOf((byte)'\n') + 1;
            int length = block.Length <= SampleBytes ? block.Length : CsvBlocks.EndOfLines(block.Bytes.AsSpan(0, end));
            Layout = Layout.With(CsvParser.Parse(block with { Length = length > 0 ? length : block.Length }, Layout).Uses);
            break;
        }
    }

    /// <summary>What an error about all of it calls it.</summary>
    public string Name => _inputs[0].Name;

    /// <summary>What is known so far.</summary>
    public CsvLayout Layout { get; }

    /// <summary>
    /// The rows, block after block, read side by side and given in their order; a layout with what they are is there then.
    /// </summary>
    public IEnumerable<CsvPart> Parts(CsvLayout layout)
    {
        Queue<(Task<CsvPart> Task, byte[] Bytes)> running = new();
        try
        {
            foreach (CsvBlock block in Blocks(layout))
            {
                running.Enqueue((Background.Run(() => CsvParser.Parse(block, layout)), block.Bytes));
                if (running.Count > Workers.Count)
                {
                    yield return Next();
                }
            }

            while (running.Count > 0)
            {
                yield return Next();
            }
        }
        finally
        {
            // Nobody waits for what an error or the caller left behind; what it throws is not lost, for it was not asked for.
            foreach ((Task<CsvPart> task, _) in running)
            {
                Forget(task);
            }
        }

        CsvPart Next()
        {
            (Task<CsvPart> task, byte[] bytes) = running.Dequeue();
            CsvPart part = task.GetAwaiter().GetResult();
            _blocks.Return(bytes);
            return part;
        }
    }

    private static void Forget(Task task) =>
        task.ContinueWith(static done => _ = done.Exception, default, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private IEnumerable<CsvBlock> Blocks(CsvLayout layout)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            CsvInput input = _inputs[i];
            using Stream stream = input.Open();
            CsvHeader header = CsvHeader.Read(
                stream, input.Name, _options with { Delimiter = (char)layout.Delimiter }, Math.Min(SampleBytes, _blockBytes));
            if (i > 0 && !header.Names.AsSpan().SequenceEqual(layout.Names))
            {
                throw new DataFormatException(
                    input.Name, "line 1", $"the columns of {_inputs[0].Name}: {CsvColumns.Shown(layout.Names)}",
                    CsvColumns.Shown(header.Names));
            }

            foreach (CsvBlock block in _blocks.Read(stream, input.Name, i, header.Behind, header.Lines + 1))
            {
                yield return block;
            }
        }
    }
}

/// <summary>What is read: a file, or bytes.</summary>
/// <param name="Name">What an error calls it.</param>
/// <param name="Open">Opens it, from its beginning.</param>
internal sealed record CsvInput(string Name, Func<Stream> Open)
{
    /// <summary>A file.</summary>
    public static CsvInput Of(string path) => new(path, () => ReadableFile.OpenNamed(path, CsvSource.MostBytes, bufferSize: 0));
}
