using Epoche.Platforms;

const string Runs = "/runs";

if (args is ["run", string host, .. string[] rest])
{
    Host.CopyIn(host, Runs);
    PlatformProgram.Run(["run", Runs, .. rest]);
    Host.CopyOut(Runs, host);
}
else
{
    PlatformProgram.Run(args);
}
