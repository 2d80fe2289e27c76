using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Scheduler.Host.Controllers.Workloads;

/// <summary>Names templates: short, the same for the same template, and safe in names and labels. The values are our own, not kube-controller-manager's.</summary>
public static class TemplateHash
{
    /// <summary>No vowels and no digits that look like them: a hash never spells a word.</summary>
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Of(JsonNode template, long collisionCount)
    {
        var hash = 2166136261u; // FNV-1a, 32 bits.
        foreach (var one in Encoding.UTF8.GetBytes($"{template.ToJsonString()}{collisionCount}")) hash = (hash ^ one) * 16777619u;
        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
    }
}
