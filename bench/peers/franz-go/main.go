// Logins (JSON) in; android ones out as framed Avro, exactly once: consume, transform, produce.
package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"log"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const maxPollRecords = 20_000

type login struct {
	UserID     string      `json:"user_id"`
	AppVersion string      `json:"app_version"`
	DeviceType string      `json:"device_type"`
	IP         string      `json:"ip"`
	Locale     string      `json:"locale"`
	DeviceID   string      `json:"device_id"`
	Timestamp  json.Number `json:"timestamp"` // a number, or its digits as text
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	group := os.Getenv("GROUP")
	session, err := kgo.NewGroupTransactSession(
		kgo.SeedBrokers(strings.Split(os.Getenv("BROKERS"), ",")...),
		kgo.TransactionalID(group),
		kgo.ConsumerGroup(group),
		kgo.ConsumeTopics(os.Getenv("INPUT")),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.RequireStableFetchOffsets(),
		kgo.ProducerBatchCompression(kgo.NoCompression()),
		kgo.DefaultProduceTopic(os.Getenv("OUTPUT")),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	id, err := strconv.ParseUint(os.Getenv("SCHEMA_ID"), 10, 32)
	if err != nil {
		log.Fatal(err)
	}
	for ctx.Err() == nil {
		if err := step(ctx, session, uint32(id)); err != nil && ctx.Err() == nil {
			log.Fatal(err)
		}
	}
}

// One transaction: what one poll brought, and its offsets.
func step(ctx context.Context, session *kgo.GroupTransactSession, schemaID uint32) error {
	fetches := session.PollRecords(ctx, maxPollRecords)
	if err := fetches.Err(); err != nil {
		return err
	}
	if err := session.Begin(); err != nil {
		return err
	}
	produced := kgo.AbortingFirstErrPromise(session.Client())
	fetches.EachRecord(func(record *kgo.Record) {
		if value := enrich(record, schemaID); value != nil {
			out := &kgo.Record{Key: record.Key, Value: value, Timestamp: record.Timestamp}
			session.Produce(ctx, out, produced.Promise())
		}
	})
	_, err := session.End(ctx, kgo.TransactionEndTry(produced.Err() == nil))
	return err
}

func enrich(record *kgo.Record, schemaID uint32) []byte {
	var l login
	if json.Unmarshal(record.Value, &l) != nil || l.DeviceType != "android" {
		return nil
	}
	seconds, err := l.Timestamp.Int64()
	if err != nil {
		return nil
	}
	if l.Locale == "" {
		l.Locale = "unknown"
	}
	frame := make([]byte, 5, 256)
	binary.BigEndian.PutUint32(frame[1:], schemaID)
	for _, text := range []string{l.UserID, l.AppVersion, l.DeviceType, l.IP, l.Locale, l.DeviceID} {
		frame = appendText(frame, text)
	}
	frame = binary.AppendVarint(frame, seconds*1000)
	frame = appendText(frame, time.Unix(seconds, 0).UTC().Format("2006-01-02 15:04:05"))
	frame = binary.AppendVarint(frame, int64(record.Partition))
	return binary.AppendVarint(frame, record.Offset)
}

// Avro writes lengths as zigzag varints, which is what Go calls a varint.
func appendText(frame []byte, text string) []byte {
	return append(binary.AppendVarint(frame, int64(len(text))), text...)
}
