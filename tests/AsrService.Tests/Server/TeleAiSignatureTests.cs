using AsrService.TeleAi;

namespace AsrService.Tests.Server;

public sealed class TeleAiSignatureTests
{
    private const string AppKey = "demo-app-key";
    private const string Prefix = "teleai-cloud-auth-v1/demo-app-id/QG/1700000000/1800/";
    private const string Path = "/aipaas/voice/v1/tts/largeFileTrans";
    private const string OfPost = "x-app-id/1615ac5d50f8b894452b0e14a9fc7e2917509692e033e694369ed5972c21c24d";

    [Theory]
    [InlineData("POST", Path, "", OfPost)]
    [InlineData("GET", "/aipaas/lm/v1/asyncResult/query", "?requestId=test001", "x-app-id/0590a73e4be85692e6004856395b019d10249c860c6e612ca77b94fa6e7d0051")]
    [InlineData("POST", Path, "", "x-app-id/0b7d4ab54e4e1bee32c8ba56025edd1897fa2b0c2c1e504ab2c8baacdcb9acd8")]
    public void The_vectors_are_right(string method, string path, string query, string rest) => Assert.True(IsOf(Prefix + rest, method, path, query));

    [Theory]
    [InlineData("GET", Path, "", "demo-app-id")]
    [InlineData("POST", Path + "/", "", "demo-app-id")]
    [InlineData("POST", Path, "?a=1", "demo-app-id")]
    [InlineData("POST", Path, "", "another-app")]
    public void Another_request_is_wrong(string method, string path, string query, string appId) =>
        Assert.False(IsOf(Prefix + OfPost, method, path, query, appId));

    [Fact]
    public void Another_key_or_signature_is_wrong()
    {
        Assert.False(IsOf(Prefix + OfPost, "POST", Path, "", appKey: "demo-app-kez"));
        Assert.False(IsOf(Prefix + OfPost[..^1] + "e", "POST", Path, ""));
        Assert.False(IsOf(Prefix + OfPost.ToUpperInvariant(), "POST", Path, ""));
        Assert.False(IsOf(Prefix + "x-app-id/", "POST", Path, ""));
    }

    [Theory]
    [InlineData("1700000001/1800")]
    [InlineData("1700000000/1801")]
    public void Times_are_signed(string times) => Assert.False(IsOf((Prefix + OfPost).Replace("1700000000/1800", times), "POST", Path, ""));

    [Theory]
    [InlineData("")]
    [InlineData("Bearer x")]
    [InlineData("teleai-cloud-auth-v1/demo-app-id/QG/1700000000/1800/x-app-id")]
    [InlineData("teleai-cloud-auth-v2/demo-app-id/QG/1700000000/1800/x-app-id/00")]
    [InlineData("teleai-cloud-auth-v1/demo-app-id/QG/now/1800/x-app-id/00")]
    [InlineData("teleai-cloud-auth-v1/demo-app-id/QG/-1/1800/x-app-id/00")]
    [InlineData("teleai-cloud-auth-v1/demo-app-id/QG/9223372036854775807/1800/x-app-id/00")]
    [InlineData("teleai-cloud-auth-v1/demo-app-id/QG/1700000000/315360000/x-app-id/00")]
    [InlineData("teleai-cloud-auth-v1/demo-app-id/QG/1700000000/1800/x-app-id/00/00")]
    public void Another_form_is_none(string header) => Assert.Null(TeleAiSignature.Parse(header));

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-299, true)]
    [InlineData(0, true)]
    [InlineData(1800 + 299, true)]
    [InlineData(1800 + 301, false)]
    public void It_is_valid_from_its_time_to_its_expiration_and_five_minutes_around(int seconds, bool isValid) =>
        Assert.Equal(isValid, TeleAiSignature.Parse(Prefix + OfPost)!.IsValidAt(DateTimeOffset.FromUnixTimeSeconds(1700000000 + seconds)));

    private static bool IsOf(string header, string method, string path, string query, string appId = "demo-app-id", string appKey = AppKey) =>
        TeleAiSignature.Parse(header)!.IsOf(appKey, method, path, query, name => name == "x-app-id" ? appId : null);
}
