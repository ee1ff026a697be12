using System.Buffers.Binary;
using Epoche.Conformance;
using Epoche.Tracking.Pictures;
using Epoche.Tracking.Runs;
using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.Files;

/// <summary>Damaged files of every kind: read, or refused with the one documented exception, in little time and memory.</summary>
public sealed class DamageTests : IDisposable
{
    // What reading a small file takes in buffers and messages, whatever it says.
    private const long Small = 4 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>As it lies on a disk, and with the checksums mended, so that the damage gets behind them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Event_file(bool mended)
    {
        byte[] whole;
        using (EventFileWriter writer = EventFileWriter.Open(_folder.Path))
        {
            writer.Scalar("train/loss", 1, 0.5);
            writer.Histogram("weights", 2, [1, 2, 3, 4]);
            writer.Text("recipe", 3, "kind: dqn");
            writer.Image("game", 4, Png.Encode(new Canvas(3, 2)));
            writer.Flush();
            whole = File.ReadAllBytes(writer.Path);
        }

        (int refused, int all) = DamageKit.Check(whole, file =>
        {
            using EventFileReader reader = new(Put("damaged", file));
            while (reader.TryRead(out _))
            {
            }
        }, Small, mended ? MendRecords : null);

        Assert.True(refused > all / 8, $"{refused} of {all}"); // a file that is cut is torn, which is no damage
    }

    [Fact]
    public void Result_of_a_run()
    {
        byte[] whole = """
            {"run":"r","recipe":"cartpole","seed":3,"status":"complete","wall_seconds":2,"env_steps":7000,
             "evaluation":{"episodes":100,"mean":500,"std":0.5}}
            """u8.ToArray();
        (int refused, int all) = DamageKit.Check(whole, file => _ = RunResultFile.Read(Put("result.json", file)), Small);

        Assert.True(refused > all / 3, $"{refused} of {all}");
    }

    private string Put(string name, byte[] content)
    {
        string path = _folder.File(name);
        // Some file systems flush a file that was cut to nothing and written again: a hundred times slower than a new one.
        File.Delete(path);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static byte[] MendRecords(byte[] file)
    {
        byte[] mended = [.. file];
        for (int at = 0; mended.Length - at >= 16;)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(mended.AsSpan(at));
            Checksum(at, 8, at + 8);
            if (length > (ulong)(mended.Length - at - 16))
            {
                break;
            }

            Checksum(at + 12, (int)length, at + 12 + (int)length);
            at += 16 + (int)length;
        }

        return mended;

        void Checksum(int from, int count, int to) =>
            BinaryPrimitives.WriteUInt32LittleEndian(
                mended.AsSpan(to), IndependentEventReader.Mask(IndependentEventReader.Crc(mended.AsSpan(from, count).ToArray())));
    }
}
