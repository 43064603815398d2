package main

import (
	"fmt"
	"net"
	"sort"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

type queries struct {
	Namespace string     `json:"namespace"`
	Server    string     `json:"server"`
	Questions []question `json:"questions"`
}

type question struct {
	// Fully qualified, with its final dot.
	Name string `json:"name"`
	Type string `json:"type"`
}

type reply struct {
	// As IANA writes it: NOERROR, NXDOMAIN, SERVFAIL, …
	Status string `json:"status"`
	// The answer section, a record a line as in a zone file without its ttl's column: `name TYPE data`, sorted.
	Records []string `json:"records"`
	// The ttls of the answer section, without repetition, sorted.
	TTLs []uint32 `json:"ttls"`
	// Whether the authority section holds the zone's SOA.
	Authority bool `json:"authority"`
}

var types = map[string]dnsmessage.Type{
	"A": dnsmessage.TypeA, "AAAA": dnsmessage.TypeAAAA, "SRV": dnsmessage.TypeSRV, "PTR": dnsmessage.TypePTR,
	"CNAME": dnsmessage.TypeCNAME, "TXT": dnsmessage.TypeTXT, "NS": dnsmessage.TypeNS, "SOA": dnsmessage.TypeSOA,
}

var statuses = map[dnsmessage.RCode]string{
	dnsmessage.RCodeSuccess: "NOERROR", dnsmessage.RCodeNameError: "NXDOMAIN", dnsmessage.RCodeServerFailure: "SERVFAIL",
	dnsmessage.RCodeRefused: "REFUSED", dnsmessage.RCodeFormatError: "FORMERR", dnsmessage.RCodeNotImplemented: "NOTIMP",
}

// query asks a DNS server one question after the other, over TCP so that no answer is cut.
func query(p queries) (any, error) {
	client, err := within(p.Namespace, func() (net.Conn, error) { return net.DialTimeout("tcp", p.Server, 5*time.Second) })
	if err != nil {
		return nil, err
	}
	defer client.Close()
	replies := make([]reply, 0, len(p.Questions))
	for _, q := range p.Questions {
		r, err := ask(client, q)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", q.Name, q.Type, err)
		}
		replies = append(replies, r)
	}
	return replies, nil
}

func ask(client net.Conn, q question) (reply, error) {
	name, err := dnsmessage.NewName(q.Name)
	if err != nil {
		return reply{}, err
	}
	kind, known := types[q.Type]
	if !known {
		return reply{}, fmt.Errorf("no type %s", q.Type)
	}
	message := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 1, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: name, Type: kind, Class: dnsmessage.ClassINET}},
	}
	packed, err := message.Pack()
	if err != nil {
		return reply{}, err
	}
	_ = client.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := client.Write(append([]byte{byte(len(packed) >> 8), byte(len(packed))}, packed...)); err != nil {
		return reply{}, err
	}
	answered, err := receive(client)
	if err != nil {
		return reply{}, err
	}
	if err := message.Unpack(answered); err != nil {
		return reply{}, err
	}
	return describe(message), nil
}

func receive(client net.Conn) ([]byte, error) {
	var length [2]byte
	if err := fill(client, length[:]); err != nil {
		return nil, err
	}
	buffer := make([]byte, int(length[0])<<8|int(length[1]))
	return buffer, fill(client, buffer)
}

func fill(client net.Conn, buffer []byte) error {
	for read := 0; read < len(buffer); {
		n, err := client.Read(buffer[read:])
		if err != nil {
			return err
		}
		read += n
	}
	return nil
}

func describe(message dnsmessage.Message) reply {
	r := reply{Status: statuses[message.RCode], Records: []string{}, TTLs: []uint32{}}
	if r.Status == "" {
		r.Status = message.RCode.String()
	}
	seen := map[uint32]bool{}
	for _, record := range message.Answers {
		r.Records = append(r.Records, strings.Join([]string{record.Header.Name.String(), typeName(record.Header.Type), data(record.Body)}, " "))
		if !seen[record.Header.TTL] {
			seen[record.Header.TTL] = true
			r.TTLs = append(r.TTLs, record.Header.TTL)
		}
	}
	for _, record := range message.Authorities {
		r.Authority = r.Authority || record.Header.Type == dnsmessage.TypeSOA
	}
	sort.Strings(r.Records)
	sort.Slice(r.TTLs, func(a, b int) bool { return r.TTLs[a] < r.TTLs[b] })
	return r
}

func typeName(kind dnsmessage.Type) string {
	for name, other := range types {
		if other == kind {
			return name
		}
	}
	return kind.String()
}

func data(body dnsmessage.ResourceBody) string {
	switch b := body.(type) {
	case *dnsmessage.AResource:
		return net.IP(b.A[:]).String()
	case *dnsmessage.AAAAResource:
		return net.IP(b.AAAA[:]).String()
	case *dnsmessage.SRVResource:
		return fmt.Sprintf("%d %d %d %s", b.Priority, b.Weight, b.Port, b.Target)
	case *dnsmessage.PTRResource:
		return b.PTR.String()
	case *dnsmessage.CNAMEResource:
		return b.CNAME.String()
	case *dnsmessage.TXTResource:
		return fmt.Sprintf("%q", b.TXT)
	case *dnsmessage.NSResource:
		return b.NS.String()
	case *dnsmessage.SOAResource:
		return b.NS.String()
	}
	return fmt.Sprint(body)
}
