using System.Reflection;
using System.Text;
using Epoche.Platforms;

if (args is ["cli", .. string[] call])
{
    return (int)Assembly.Load("epoche").EntryPoint!.Invoke(null, [call])!;
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
PlatformProgram.Run(args);
return 0;
