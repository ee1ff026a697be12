using Epoche.Platforms;

if (args is ["run", string runs, ..])
{
    Host.CopyIn(runs);
    PlatformProgram.Run(args);
    Host.CopyOut(runs);
}
else
{
    PlatformProgram.Run(args);
}
