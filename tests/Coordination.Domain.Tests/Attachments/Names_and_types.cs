using System.Globalization;
using System.Text;
using Coordination.Domain.Attachments;
using CsCheck;

namespace Coordination.Domain.Tests.Attachments;

public sealed class Names_and_types
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("  Bericht für Ämter.pdf ", "Bericht für Ämter.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\fakepath\\mail.eml", "mail.eml")]
    [InlineData("/var/log/.bashrc", ".bashrc")]
    [InlineData("trailing. . ", "trailing")]
    [InlineData("..\\..\\windows\\system32\\evil.dll", "evil.dll")]
    public void A_name_is_the_last_part_of_what_was_given(string given, string kept)
    {
        Assert.True(FileName.TryRead(given, out var name));
        Assert.Equal(kept, name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("folder/")]
    [InlineData("nul")]
    [InlineData("COM1.txt")]
    [InlineData("a\r\nSet-Cookie: x")]
    [InlineData("a\u0000.pdf")]
    [InlineData("invoice\u202efdp.exe")]
    [InlineData("zero\u200bwidth")]
    [InlineData("half\ud800")]
    [InlineData("a:b")]
    [InlineData("file\"; filename=\"other")]
    public void What_is_no_safe_name_is_refused(string? given) => Assert.False(FileName.TryRead(given, out _));

    [Fact]
    public void Whatever_is_given_a_name_that_is_taken_is_safe_and_stays_as_it_is()
        => Gen.String[Gen.OneOf(Gen.Char, Gen.Int[0, 7].Select(index => "/\\. \u202ea:\u0301"[index])), 0, 40].Sample(given =>
        {
            if (FileName.TryRead(given, out var name))
            {
                Assert.InRange(name.Length, 1, FileName.MaxLength);
                Assert.Equal(-1, name.IndexOfAny(['/', '\\', '"', '\r', '\n', '\0']));
                Assert.DoesNotContain(name.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format);
                Assert.True(FileName.TryRead(name, out var again) && again == name);
            }
        }, iter: 20_000);

    [Theory]
    [InlineData("255044462D312E37", "application/pdf")]
    [InlineData("89504E470D0A1A0A0000", "image/png")]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("4D5A9000", "application/vnd.microsoft.portable-executable")]
    [InlineData("7F454C46", "application/x-elf")]
    [InlineData("504B0304", "application/zip")]
    [InlineData("D0CF11E0A1B11AE1", "application/x-ole-storage")]
    [InlineData("1F8B08", "application/gzip")]
    [InlineData("D4C3B2A1", "application/vnd.tcpdump.pcap")]
    [InlineData("68656C6C6F", "text/plain")]
    [InlineData("EFBBBF68656C6C6F", "text/plain")]
    [InlineData("3C68746D6C3E", "text/html")]
    [InlineData("20203C5343524950543E", "text/html")]
    [InlineData("3C3F786D6C20763F3E3C737667", "image/svg+xml")]
    [InlineData("00010203", "application/octet-stream")]
    [InlineData("FF", "application/octet-stream")]
    [InlineData("", "text/plain")]
    public void A_content_is_what_its_first_bytes_say(string hex, string type) => Assert.Equal(type, MediaType.Of(Convert.FromHexString(hex)));

    [Fact]
    public void A_character_that_is_cut_in_two_by_the_look_is_still_text()
        => Assert.Equal("text/plain", MediaType.Of(Encoding.UTF8.GetBytes(new string('a', MediaType.Looked - 1) + "é").AsSpan(0, MediaType.Looked)));

    [Fact]
    public void Whatever_the_bytes_are_looking_at_them_never_fails()
        => Gen.Byte.Array[0, 400].Sample(bytes => Assert.NotEmpty(MediaType.Of(bytes)), iter: 20_000);

    [Theory]
    [InlineData("invoice.pdf", null, "application/vnd.microsoft.portable-executable", "application/pdf")]
    [InlineData("invoice.pdf", null, "application/pdf", null)]
    [InlineData("notes", "application/pdf", "text/plain", "application/pdf")]
    [InlineData("notes", "Text/Plain; charset=utf-8", "text/html", null)]
    [InlineData("table.csv", "text/csv", "text/plain", null)]
    [InlineData("letter.docx", "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", null)]
    [InlineData("letter.docx", null, "application/zip", null)]
    [InlineData("photo.jpg", "image/png", "image/png", "image/jpeg")]
    [InlineData("thing.unknown", "application/x-thing", "application/x-elf", null)]
    public void A_claim_that_the_content_does_not_keep_is_told(string name, string? given, string found, string? broken) => Assert.Equal(broken, ClaimedType.Broken(name, given, found));
}
