using Coordination.Contracts;
using Coordination.Contracts.Advisories;

namespace Coordination.Domain.Advisories;

/// <summary>What one text of an advisory changes against another, as sentences for people.</summary>
public static class ContentChanges
{
    public static IReadOnlyList<string> Between(AdvisoryContent was, AdvisoryContent now)
    {
        var changes = new List<string>();
        Said(was.Title != now.Title, $"The title is now: {now.Title}");
        Said(was.Tlp != now.Tlp, $"The label is {now.Tlp.Label()} and was {was.Tlp.Label()}.");
        Said(was.Severity != now.Severity, $"The severity is {now.Severity} and was {was.Severity}.");
        Said(was.Summary != now.Summary, "The summary has changed.");
        Said(was.Details != now.Details, "The technical details have changed.");
        Lists("Products", was.Products, now.Products, product => product.Id, product => string.Join(' ', new[] { product.Vendor, product.Name, product.Versions }.OfType<string>()));
        Lists("Vulnerabilities", was.Vulnerabilities, now.Vulnerabilities, NameOf, NameOf);
        Lists("Actions", was.Actions, now.Actions, action => action.Text, action => action.Text);
        Lists("Workarounds", was.Workarounds, now.Workarounds, workaround => workaround.Text, workaround => workaround.Text);
        Lists("References", was.References, now.References, reference => reference.Url, reference => reference.Url);
        return changes;

        void Said(bool when, string text)
        {
            if (when)
            {
                changes.Add(text);
            }
        }

        void Lists<T>(string what, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> key, Func<T, string> text)
        {
            var (old, young) = (before.DistinctBy(key).ToDictionary(key), after.DistinctBy(key).ToDictionary(key));
            Some($"{what} added", [.. young.Where(pair => !old.ContainsKey(pair.Key)).Select(pair => text(pair.Value))]);
            Some($"{what} gone", [.. old.Where(pair => !young.ContainsKey(pair.Key)).Select(pair => text(pair.Value))]);
            Some($"{what} changed", [.. young.Where(pair => old.TryGetValue(pair.Key, out var same) && !DomainJson.Write(same).AsSpan().SequenceEqual(DomainJson.Write(pair.Value))).Select(pair => text(pair.Value))]);
        }

        void Some(string what, string[] which)
        {
            var shown = which.Take(20).Select(one => one.Length > 200 ? one[..200] : one);
            Said(which.Length > 0, $"{what}: {string.Join("; ", shown)}{(which.Length > 20 ? $" and {which.Length - 20} more" : "")}.");
        }
    }

    private static string NameOf(Vulnerability one) => one.Cve ?? one.OtherNames.Select(name => name.Name).FirstOrDefault() ?? one.Title ?? "without a name";
}
