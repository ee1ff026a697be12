using System.Globalization;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class NumPyGeneratorTests
{
    [Fact]
    public void Draws_are_those_of_NumPy_bit_for_bit()
    {
        int seeds = 0;
        foreach (string[] row in Fixture.Rows("numpy_generator.csv")) // printed by numpy_generator.py
        {
            ulong seed = ulong.Parse(row[0], CultureInfo.InvariantCulture);
            NumPyGenerator raw = new(seed), uniform = new(seed);
            for (int i = 1; i <= 4; i++)
            {
                Assert.Equal(row[i], raw.NextUInt64().ToString("x16", CultureInfo.InvariantCulture));
                Assert.Equal(Fixture.Double(row[4 + i]), uniform.Uniform(-0.05, 0.05));
            }

            seeds++;
        }

        Assert.Equal(11, seeds);
    }
}
