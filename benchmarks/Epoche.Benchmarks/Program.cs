using Epoche;
using Epoche.Benchmarks;
using Epoche.Benchmarks.Cases;
using Epoche.Benchmarks.Ladder;
using Epoche.Benchmarks.Measuring;
using Epoche.Benchmarks.Preparation;
using Epoche.Benchmarks.Report;
using Epoche.Benchmarks.Seeds;
using Epoche.Benchmarks.Threads;
using Epoche.Benchmarks.Tuning;

Console.OutputEncoding = System.Text.Encoding.UTF8;
try
{
    Arguments arguments = Arguments.Parse(args);
    switch (arguments.Command)
    {
        case "run":
            Run(arguments);
            break;
        case "report":
            Report(arguments);
            break;
        case "threads":
            return ThreadsCheck.Run(Chosen(arguments), arguments.Seconds) ? 0 : 1;
        case ThreadsCheck.Busy:
            ThreadsCheck.NeverRest();
            break;
        case "list":
            foreach (BenchCase item in BenchCases.All.Where(item => item.HasPeer || arguments.Names is not ["peers"]))
            {
                Console.WriteLine($"{item.Name,-24} {item.What}");
            }

            break;
        case "table":
            return arguments.Names is [TuningTable.Name] ? TuningTable.Run(arguments) : SeedsTable.Run(arguments);
        case PreparationRun.Name:
            PreparationRun.Run(arguments.Names);
            break;
        case "ladder":
            KernelLadder.Run(arguments.Seconds);
            break;
        default:
            throw new FormatException($"There is no command {arguments.Command}.");
    }

    return 0;
}
catch (ExperimentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n{Arguments.Usage}");
    return 2;
}

static IEnumerable<BenchCase> Chosen(Arguments arguments)
{
    string[] unknown = [.. arguments.Names.Where(name => BenchCases.All.All(item => item.Name != name))];
    return unknown.Length == 0
        ? BenchCases.All.Where(item => arguments.Names.Count == 0 || arguments.Names.Contains(item.Name))
        : throw new FormatException($"There is no case {string.Join(", ", unknown)}; 'list' names them.");
}

static void Run(Arguments arguments)
{
    foreach (BenchCase item in Chosen(arguments))
    {
        int most = item.UsesWorkers ? Math.Min(arguments.MaxThreads, Environment.ProcessorCount) : 1;
        for (int threads = 1; threads <= most; threads++)
        {
            Measurement figure = item.Measure(threads, arguments.Seconds);
            Console.Error.WriteLine(
                FormattableString.Invariant($"{figure.Name,-24} {threads} threads  {figure.MedianMicroseconds,14:0.00} µs"));
            if (arguments.Out is { } path)
            {
                File.AppendAllText(path, figure.ToJson() + "\n");
            }
        }
    }
}

static void Report(Arguments arguments)
{
    if (arguments.Names.Count is not (1 or 2))
    {
        throw new FormatException("report takes the file of our figures and, if there is one, the peer's.");
    }

    List<Measurement>[] files = [.. arguments.Names.Select(path => Measurement.ReadFile(path).ToList())];
    Epoche.Benchmarks.Report.Table table = new(files[0], files.Length > 1 ? files[1] : []);
    Console.Write(table.ToMarkdown());
    if (arguments.Out is { } path)
    {
        File.WriteAllLines(path, table.ToJson());
    }
}
