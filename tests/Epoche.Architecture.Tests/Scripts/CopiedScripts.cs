namespace Epoche.Architecture.Tests.Scripts;

/// <summary>The scripts of the clone in a folder of their own, with tools that a test chooses.</summary>
internal sealed class CopiedScripts
{
    private readonly string _folder, _tools;

    public CopiedScripts(string folder)
    {
        (_folder, _tools) = (folder, Directory.CreateDirectory(Path.Combine(folder, "tools")).FullName);
        foreach (string path in (string[])[
            "epoche", "test", "bench", "eng/common.sh", "global.json", "Directory.Build.props", "Directory.Packages.props"])
        {
            string target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Repository.Root, path), target);
        }

        Directory.CreateDirectory(Path.Combine(folder, "src"));
    }

    /// <summary>The variables of a shell that finds these tools, and no others.</summary>
    public Dictionary<string, string?> Environment(IEnumerable<string> tools)
    {
        foreach (string tool in tools)
        {
            if (Shell.Find(tool) is { } path)
            {
                File.CreateSymbolicLink(Path.Combine(_tools, tool), path);
            }
        }

        return new() { ["PATH"] = _tools, ["HOME"] = _folder, ["DOTNET_ROOT"] = null };
    }

    /// <summary>Puts a tool into the folder of tools, made of lines of bash.</summary>
    public void Add(string tool, string lines) => AddProgram(Path.Combine(_tools, tool), lines);

    /// <summary>Makes a program of lines of bash.</summary>
    public void AddProgram(string name, string lines)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{lines}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
