using Xunit.Sdk;

namespace Scheduler.Tests;

public sealed class VerifyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("verify").FullName;

    private string Name => Path.Combine(folder, "Some.Test");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_text_equal_to_the_verified_file_passes() => Verify.That("What people read.\nIn two lines.");

    [Fact]
    public void Source_paths_that_a_release_build_has_mapped_are_found_again() =>
        Verify.That("What people read.\nIn two lines.", file: "/_/Scheduler.Tests/VerifyTests.cs", method: nameof(A_text_equal_to_the_verified_file_passes));

    [Fact]
    public void A_text_without_a_verified_file_is_written_as_received()
    {
        string? difference = Verify.Difference(Name, "txt", "new");
        Assert.StartsWith($"There is no {Name}.verified.txt yet.", difference);
        Assert.Equal("new\n", File.ReadAllText($"{Name}.received.txt"));
    }

    [Fact]
    public void A_difference_names_the_first_line_that_differs()
    {
        File.WriteAllText($"{Name}.verified.txt", "same\nold\n");
        string? difference = Verify.Difference(Name, "txt", "same\nnew\nmore");
        Assert.StartsWith("Line 2 differs.\n  verified: old\n  received: new\n", difference);
        Assert.Equal("same\nnew\nmore\n", File.ReadAllText($"{Name}.received.txt"));
    }

    [Fact]
    public void A_text_that_ends_early_says_so()
    {
        File.WriteAllText($"{Name}.verified.txt", "one\ntwo");
        Assert.Contains("Line 2 differs.\n  verified: two\n  received: (the text ends before it)", Verify.Difference(Name, "txt", "one"));
    }

    [Fact]
    public void A_match_removes_the_received_file()
    {
        File.WriteAllText($"{Name}.verified.txt", "same");
        File.WriteAllText($"{Name}.received.txt", "other");
        Assert.Null(Verify.Difference(Name, "txt", "same"));
        Assert.False(File.Exists($"{Name}.received.txt"));
    }

    [Fact]
    public void Line_ends_byte_order_marks_and_a_last_newline_are_no_difference()
    {
        File.WriteAllText($"{Name}.verified.txt", "a\r\nb\r\n", System.Text.Encoding.UTF8);
        Assert.Null(Verify.Difference(Name, "txt", "a\nb"));
    }

    [Fact]
    public void A_failing_test_throws_what_xunit_shows()
    {
        string file = Path.Combine(folder, "Other.cs");
        XunitException failure = Assert.Throws<XunitException>(() => Verify.That("x", file: file, method: "Method"));
        Assert.Contains("Other.Method.received.txt", failure.Message);
    }

    [Fact]
    public void Parameters_and_extension_are_part_of_the_file_name()
    {
        string file = Path.Combine(folder, "Other.cs");
        VerifySettings settings = new() { Parameters = "engine=plain", Extension = "json" };
        Assert.Throws<XunitException>(() => Verify.That("{}", settings, file, "Method"));
        Assert.True(File.Exists(Path.Combine(folder, "Other.Method_engine=plain.received.json")));
    }

    [Fact]
    public void Scrubbers_replace_what_differs_from_run_to_run()
    {
        VerifySettings settings = VerifySettings.Default.WithoutTimings().WithoutGuids().WithoutLines("secret").Replacing("seed [0-9]+", "seed N");
        string text = $"took 12.5 ms\n3,400 pods/s\nsecret\nseed 77\nA0000000-0000-0000-0000-000000000001 b0000000-0000-0000-0000-000000000002 a0000000-0000-0000-0000-000000000001\n{Fixtures.Repository}/x";
        Assert.Equal("took {n} ms\n{n} pods/s\nseed N\nGuid_1 Guid_2 Guid_1\n{SolutionDirectory}/x", settings.Scrub(text));
    }
}
