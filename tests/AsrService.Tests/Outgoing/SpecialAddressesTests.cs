using System.Net;
using AsrService.Outgoing;
using FsCheck;
using FsCheck.Fluent;

namespace AsrService.Tests.Outgoing;

public sealed class SpecialAddressesTests
{
    private static readonly IPNetwork[] Internal =
    [
        .. "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
            .Split(' ').Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly Arbitrary<uint> Any = Gen.Choose(0, 0xFFFF).SelectMany(high => Gen.Choose(0, 0xFFFF).Select(low => ((uint)high << 16) | (uint)low)).ToArbitrary();

    [Fact]
    public void An_internal_address_is_internal_in_all_its_forms() => Prop.ForAll(Any, Gen.Elements(Internal).ToArbitrary(), (random, network) =>
    {
        var mask = network.PrefixLength == 32 ? 0 : uint.MaxValue >> network.PrefixLength;
        var address = Number(network.BaseAddress) | (random & mask);

        Assert.All(Forms(address), form => Assert.True(SpecialAddresses.IsInternal(form), form.ToString()));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void All_forms_of_an_address_are_judged_alike() => Prop.ForAll(Any, random =>
    {
        var forms = Forms(random).Where(form => !form.ToString().StartsWith("::", StringComparison.Ordinal) || form.IsIPv4MappedToIPv6);

        Assert.Single(forms.Select(SpecialAddresses.IsInternal).Distinct());
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("168.63.129.15")]
    [InlineData("168.63.129.17")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2000::1")]
    [InlineData("2001:200::1")]
    [InlineData("2001:db7:ffff::1")]
    [InlineData("2001:db9::1")]
    [InlineData("2620:4f:8001::1")]
    [InlineData("2a00:1450:4001:800::200e")]
    [InlineData("3fff:1000::1")]
    public void What_lies_beside_a_special_network_is_public(string address) => Assert.False(SpecialAddresses.IsInternal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("192.31.196.1")]
    [InlineData("192.52.193.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.175.48.1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("64:ff9b::1:0:0")]
    [InlineData("100::1")]
    [InlineData("100:0:0:1::1")]
    [InlineData("1fff:ffff::1")]
    [InlineData("2001::1")]
    [InlineData("2001:1::1")]
    [InlineData("2001:2::1")]
    [InlineData("2001:10::1")]
    [InlineData("2001:20::1")]
    [InlineData("2001:1ff:ffff::1")]
    [InlineData("2001:db8:ffff::1")]
    [InlineData("2620:4f:8000::1")]
    [InlineData("3fff:fff::1")]
    [InlineData("4000::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("febf::1")]
    [InlineData("feff::1")]
    [InlineData("ff0e::1")]
    public void What_lies_in_a_special_network_is_internal(string address) => Assert.True(SpecialAddresses.IsInternal(IPAddress.Parse(address)));

    private static IEnumerable<IPAddress> Forms(uint address)
    {
        string hex = $"{address >> 16:x}:{address & 0xFFFF:x}";
        return [Parse($"::ffff:{hex}").MapToIPv4(), Parse($"::ffff:{hex}"), Parse($"::{hex}"), Parse($"64:ff9b::{hex}"), Parse($"2002:{hex}::1")];
    }

    private static IPAddress Parse(string address) => IPAddress.Parse(address);

    private static uint Number(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}
