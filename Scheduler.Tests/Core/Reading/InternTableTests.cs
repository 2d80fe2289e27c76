using System.Text;
using Scheduler.Core.Reading;

namespace Scheduler.Tests.Core.Reading;

public sealed class InternTableTests
{
    [Theory]
    [InlineData("app")]
    [InlineData("topology.kubernetes.io/zone")]
    [InlineData("Zürich €😀")]
    public void Equal_texts_are_one_string(string text)
    {
        InternTable table = new();
        string first = table.Intern(Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, first);
        Assert.Same(first, table.Intern(Encoding.UTF8.GetBytes(text)));
        Assert.Same(first, table.Intern(new string(text)));
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void Different_texts_stay_apart()
    {
        InternTable table = new();
        for (int i = 0; i < 1000; i++) Assert.Equal($"text {i}", table.Intern(Encoding.UTF8.GetBytes($"text {i}")));
        for (int i = 0; i < 1000; i++) Assert.Equal($"text {i}", table.Intern($"text {i}"));
        Assert.Equal(1000, table.Count);
    }

    [Fact]
    public void Long_texts_are_not_kept()
    {
        InternTable table = new();
        string text = new('x', 5000);
        Assert.Equal(text, table.Intern(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void A_known_text_costs_no_memory()
    {
        InternTable table = new();
        byte[] text = "kubernetes.io/hostname"u8.ToArray();
        table.Intern(text);
        Assert.Equal(0, Allocation.Fewest(() =>
        {
            for (int i = 0; i < 100; i++) table.Intern(text);
        }));
    }

    [Fact]
    public void A_full_table_starts_over()
    {
        InternTable table = new();
        byte[] text = new byte[8];
        for (int i = 0; i < 300_000; i++)
        {
            i.TryFormat(text, out int length);
            table.Intern(text.AsSpan(0, length));
        }

        Assert.InRange(table.Count, 1, 1 << 18);
    }
}
