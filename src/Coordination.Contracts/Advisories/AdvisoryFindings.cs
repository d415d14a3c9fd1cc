using System.Globalization;

namespace Coordination.Contracts.Advisories;

/// <summary>
/// What is wrong with an advisory's content, each at its field. The server asks it before anyone reviews or publishes, the console while someone writes.
/// A draft may be kept with everything but <see cref="TooMuch"/>.
/// </summary>
public static partial class AdvisoryFindings
{
    /// <summary>The code of a text or list beyond its limit: such content is not even kept.</summary>
    public const string TooMuch = "too-much";

    /// <summary>All that is wrong, in the order of the fields.</summary>
    public static IReadOnlyList<Finding> Of(AdvisoryContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var found = new Found(content);
        found.Text("/title", content.Title, 500, "Give the advisory a title that says product and danger.");
        found.Text("/summary", content.Summary, 10_000, "Say in a few sentences what it is and why it matters.");
        found.Text("/details", content.Details, 100_000);
        found.When(!ProductNames.IsLanguage(content.Language), "/language", "language", "A language is written as in BCP 47, for example en or fr-BE.");
        OfAnswer(found, content);
        OfProducts(found, content);
        OfVulnerabilities(found, content);
        OfRemedies(found, content);
        OfReferences(found, content);
        return found.All;
    }

    /// <summary>Whether anything forbids to go on.</summary>
    public static bool Forbid(IEnumerable<Finding> findings) => findings.Any(one => one.Level == FindingLevel.Error);

    private static void OfAnswer(Found found, AdvisoryContent content)
    {
        if (content.AnswerWithin is { } within)
        {
            found.Deadline("/answerWithin", within);
        }
        else
        {
            found.When(content.CallForAction, "/answerWithin", "missing", "A call for action needs a time by which an answer is due.");
        }
    }

    private static void OfProducts(Found found, AdvisoryContent content)
    {
        found.Many("/products", content.Products.Count, 1_000, "products");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < content.Products.Count; index++)
        {
            var (product, at) = (content.Products[index], Found.At("/products", index));
            found.When(product.Id.Length is 0 or > 200 || product.Id.Any(char.IsControl), $"{at}/id", "id", "A product's id has 1 to 200 characters on one line, for example P1.");
            found.When(!seen.Add(product.Id), $"{at}/id", "duplicate", "Two products have this id. Give each its own.");
            found.Text($"{at}/vendor", product.Vendor, 300);
            found.Text($"{at}/name", product.Name, 300, "Name the product.");
            found.Text($"{at}/versions", product.Versions, 1_000);
            found.When(
                product.Versions?.StartsWith("vers:", StringComparison.Ordinal) == true && !ProductNames.IsVers(product.Versions),
                $"{at}/versions", "vers", "This begins like a version range and is none. Write for example vers:generic/>=4.0|<4.2.1, or use words.");
            found.When(product.Cpe is { } cpe && !ProductNames.IsCpe(cpe), $"{at}/cpe", "cpe", "A CPE 2.3 name has thirteen parts: cpe:2.3:a:vendor:product:version:*:*:*:*:*:*:*.");
            found.When(product.Purl is { } purl && !ProductNames.IsPurl(purl), $"{at}/purl", "purl", "A package URL looks like pkg:type/namespace/name@version.");
        }
    }

    private static void OfRemedies(Found found, AdvisoryContent content)
    {
        found.Many("/actions", content.Actions.Count, 100, "actions");
        for (var index = 0; index < content.Actions.Count; index++)
        {
            var (action, at) = (content.Actions[index], Found.At("/actions", index));
            found.Text($"{at}/text", action.Text, 5_000, "Say what is to be done.");
            found.Url($"{at}/url", action.Url);
            found.Products($"{at}/products", action.Products);
            if (action.Deadline is { } deadline)
            {
                found.Deadline($"{at}/deadline", deadline);
            }
        }

        found.Many("/workarounds", content.Workarounds.Count, 100, "workarounds");
        for (var index = 0; index < content.Workarounds.Count; index++)
        {
            var at = Found.At("/workarounds", index);
            found.Text($"{at}/text", content.Workarounds[index].Text, 5_000, "Say what helps.");
            found.Products($"{at}/products", content.Workarounds[index].Products);
        }

        found.When(content.Actions.Count == 0, "/actions", "missing", content.CallForAction ? "A call for action says what is to be done. Add an action." : "Nothing is recommended. Add what readers should do.",
            content.CallForAction ? FindingLevel.Error : FindingLevel.Warning);
    }

    private static void OfReferences(Found found, AdvisoryContent content)
    {
        found.Many("/references", content.References.Count, 200, "references");
        for (var index = 0; index < content.References.Count; index++)
        {
            var (reference, at) = (content.References[index], Found.At("/references", index));
            found.When(string.IsNullOrWhiteSpace(reference.Url), $"{at}/url", "missing", "Give the address.");
            found.Url($"{at}/url", reference.Url);
            found.Text($"{at}/summary", reference.Summary, 1_000, "Say what one finds there.");
        }

        found.Many("/tags", content.Tags.Count, 50, "tags");
        for (var index = 0; index < content.Tags.Count; index++)
        {
            found.When(content.Tags[index].Length is 0 or > 60 || content.Tags[index].Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)), Found.At("/tags", index), "tag", "A tag is one word of at most 60 characters.");
        }
    }

    /// <summary>What has been found so far.</summary>
    private sealed class Found(AdvisoryContent content)
    {
        private readonly List<Finding> _all = [];
        private readonly Dictionary<(bool TooMuch, FindingLevel Level), int> _counts = [];
        private readonly HashSet<string> _products = [.. content.Products.Select(product => product.Id)];

        public IReadOnlyList<Finding> All => _all;

        public static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}/{index}");

        public void When(bool wrong, string path, string code, string text, FindingLevel level = FindingLevel.Error)
        {
            // One list that is wrong in every line is shown as such; nobody reads thousands. Each kind counts for itself: what only warns must not hide what forbids.
            var kind = (code == TooMuch, level);
            if (wrong && _counts.GetValueOrDefault(kind) is < 500 and var count)
            {
                _counts[kind] = count + 1;
                _all.Add(new(path, code, text, level));
            }
        }

        public void Text(string path, string? text, int most, string? missing = null)
        {
            When(missing is not null && string.IsNullOrWhiteSpace(text), path, "missing", missing ?? "");
            When(text?.Length > most, path, TooMuch, string.Create(CultureInfo.InvariantCulture, $"At most {most:N0} characters fit here; there are {text?.Length:N0}. Shorten it."));
        }

        public void Many(string path, int count, int most, string what)
            => When(count > most, path, TooMuch, string.Create(CultureInfo.InvariantCulture, $"An advisory has at most {most:N0} {what}; there are {count:N0}. Divide it."));

        public void Url(string path, string? url)
            => When(
                !string.IsNullOrWhiteSpace(url) && !(url.Length <= 2_000 && Uri.TryCreate(url, UriKind.Absolute, out var read) && read.Scheme is "https" or "http"),
                path, "url", "An address is absolute and begins with https:// or http://.");

        public void Deadline(string path, Deadline deadline)
        {
            When((deadline.Hours is null) == (deadline.Date is null), path, "deadline", "Give either a number of hours or a day.");
            When(deadline.Hours is < 1 or > 8_760, $"{path}/hours", "deadline", "Between 1 and 8,760 hours.");
            When(deadline.Date is { Year: < 2000 or > 2200 }, $"{path}/date", "deadline", "A day between the years 2000 and 2200.");
        }

        public void Products(string path, IReadOnlyList<string> ids)
        {
            Many(path, ids.Count, 1_000, "products in one place");
            for (var index = 0; index < Math.Min(ids.Count, 1_000); index++)
            {
                var id = ids[index];
                When(!_products.Contains(id), At(path, index), "product", $"There is no product {(id.Length > 60 ? id[..60] : id)} in this advisory. Add it, or name another.");
            }
        }
    }
}
