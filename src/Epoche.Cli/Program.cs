using Epoche.Cli;

return CommandLine.Run(args, Terminal.OfProcess());
